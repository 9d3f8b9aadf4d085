#include "observe/log_stream.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "json/reader.h"
#include "testing/fake_clock.h"

namespace bearward::observe {
namespace {

using ::testing::EndsWith;

// A pipe that is read only when the test requests it.
class LogStreamTest : public ::testing::Test {
 protected:
  LogStreamTest() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~LogStreamTest() override {
    CloseReader();
    ::close(ends_[1]);
  }
  void CloseReader() {
    if (ends_[0] >= 0) ::close(std::exchange(ends_[0], -1));
  }
  // Reads until `count` lines have arrived.
  std::vector<std::string> ReadLines(std::size_t count) {
    while (lines_.size() < count) {
      std::array<char, 4096> part{};
      const ssize_t got = ::read(ends_[0], part.data(), part.size());
      if (got <= 0) break;
      text_.append(part.data(), static_cast<std::size_t>(got));
      for (std::size_t end = 0; (end = text_.find('\n')) != std::string::npos;) {
        lines_.push_back(text_.substr(0, end));
        text_.erase(0, end + 1);
      }
    }
    return lines_;
  }

  const testing::FakeClock clock_;
  std::array<int, 2> ends_{-1, -1};
  std::string text_;
  std::vector<std::string> lines_;
};

using LogStreamConcurrency = LogStreamTest;

TEST_F(LogStreamTest, LinesArriveInOrder) {
  LogStream stream(clock_, ends_[1]);
  for (int i = 0; i < 100; ++i) stream.Write(std::to_string(i) + "\n");
  const std::vector<std::string> lines = ReadLines(100);
  for (std::size_t i = 0; i < 100; ++i) ASSERT_EQ(lines.at(i), std::to_string(i));
  EXPECT_EQ(stream.dropped(), 0U);
}

TEST_F(LogStreamTest, AStalledReaderLosesLinesThatAreCountedAndReportedLater) {
  constexpr std::size_t kCapacity = 10'000;
  LogStream stream(clock_, ends_[1], kCapacity);
  const std::string line = std::string(99, 'x') + "\n";
  // More than the pipe and the buffer can hold. If a call blocked, the test would not end.
  std::size_t written = 0;
  while (stream.dropped() == 0) {
    stream.Write(line);
    ++written;
  }
  for (int i = 0; i < 1'000; ++i) stream.Write(line);
  written += 1'000;
  const std::uint64_t dropped = stream.dropped();
  const std::vector<std::string> lines = ReadLines(written - dropped + 1);
  EXPECT_THAT(lines.back(),
              EndsWith("\"level\":\"warn\",\"msg\":\"log lines were dropped because the reader of "
                       "the log was too slow\",\"dropped\":" +
                       std::to_string(dropped) + "}"));
  EXPECT_TRUE(json::Parse(lines.back()).has_value());
  stream.Write("after\n");
  EXPECT_EQ(ReadLines(written - dropped + 2).back(), "after");
}

TEST_F(LogStreamTest, EndsThoughTheReaderIsStalled) {
  auto stream = std::make_unique<LogStream>(clock_, ends_[1]);
  for (int i = 0; i < 2'000; ++i) stream->Write(std::string(99, 'x') + "\n");
  const base::SystemClock clock;
  const std::int64_t begin = clock.Ticks();
  stream.reset();
  EXPECT_LT(clock.Ticks() - begin, 2'000'000'000);
}

TEST_F(LogStreamTest, WritesWhatIsPendingWhenItEnds) {
  auto stream = std::make_unique<LogStream>(clock_, ends_[1]);
  stream->Write("last\n");
  stream.reset();
  EXPECT_EQ(ReadLines(1).front(), "last");
}

TEST_F(LogStreamTest, AClosedReaderIsHarmlessAndItsLinesAreCounted) {
  LogStream stream(clock_, ends_[1]);
  CloseReader();
  stream.Write("one\n");
  while (stream.dropped() < 1) std::this_thread::yield();
  stream.Write("two\n");
  while (stream.dropped() < 2) std::this_thread::yield();
}

TEST_F(LogStreamConcurrency, LinesOfManyThreadsAreWholeOrDropped) {
  constexpr int kThreads = 4;
  constexpr int kLines = 5'000;
  auto stream = std::make_unique<LogStream>(clock_, ends_[1], 20'000);
  std::thread reader([this] { ReadLines(std::size_t{kThreads} * kLines * 2); });
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&stream, t] {
      const std::string line = std::string(50, static_cast<char>('a' + t)) + "\n";
      for (int i = 0; i < kLines; ++i) stream->Write(line);
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::uint64_t dropped = stream->dropped();
  stream.reset();
  ::close(std::exchange(ends_[1], -1));
  reader.join();
  std::size_t whole = 0;
  for (const std::string& line : lines_) {
    if (line.starts_with('{')) continue;  // the line that states how many were dropped
    ++whole;
    ASSERT_EQ(line, std::string(50, line.front()));
  }
  EXPECT_EQ(whole + dropped, std::size_t{kThreads} * kLines);
}

}  // namespace
}  // namespace bearward::observe
