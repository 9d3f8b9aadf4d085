// Log: one JSON object per line. Secrets have a separate type (base::Secret) that no Field accepts.
#pragma once

#include <array>
#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/words.h"
#include "observe/log_stream.h"

namespace bearward::observe {

// Level is the severity of a line; kOff as a threshold disables all.
enum class Level { kDebug, kInfo, kWarn, kError, kOff };

// Field is one member of a line. It does not own its text, which must live until the call returns.
struct Field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  Field(std::string_view name, std::string_view text) : key(name), value(text) {}
  Field(std::string_view name, const char* text) : key(name), value(std::string_view(text)) {}
  Field(std::string_view name, double number) : key(name), value(number) {}
  Field(std::string_view name, std::same_as<bool> auto flag) : key(name), value(flag) {}
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Field(std::string_view name, T number) : key(name), value(static_cast<std::int64_t>(number)) {}
};

// Logger writes lines `{"time":..,"level":..,"msg":..,<fields>}`. Safe from any thread. A line is
// built in a thread-local buffer and written as a whole, so lines do not interleave.
class Logger {
 public:
  // Sink receives one complete line with its newline; calls are serialized.
  using Sink = std::function<void(std::string_view line)>;

  // Logger to a stream. The stream and the clock must outlive the logger.
  Logger(const base::Clock& clock, Level threshold, LogStream& stream);
  // Logger to a function, for tests and special sinks. The clock must outlive the logger.
  Logger(const base::Clock& clock, Level threshold, Sink sink);
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  // Enabled says whether a line of this level would be written; check it before costly preparation.
  bool Enabled(Level level) const {
    return level >= threshold_.load(std::memory_order_relaxed) && level != Level::kOff;
  }
  // SetThreshold changes the lowest level that is written, from now on.
  void SetThreshold(Level threshold) { threshold_.store(threshold, std::memory_order_relaxed); }

  // Debug, Info, Warn and Error write one line of their level, if it is enabled.
  void Debug(std::string_view message, std::initializer_list<Field> fields = {});
  void Info(std::string_view message, std::initializer_list<Field> fields = {});
  void Warn(std::string_view message, std::initializer_list<Field> fields = {});
  void Error(std::string_view message, std::initializer_list<Field> fields = {});

  // WriteLine writes a complete line, newline included, regardless of the threshold.
  void WriteLine(std::string_view line);

 private:
  void Log(Level level, std::string_view message, std::initializer_list<Field> fields);

  const base::Clock& clock_;
  std::atomic<Level> threshold_;
  LogStream* const stream_ = nullptr;
  const Sink sink_;
  std::mutex sink_mutex_;
};

}  // namespace bearward::observe

template <>
struct bearward::base::WordsOf<bearward::observe::Level> {
  static constexpr std::array<std::string_view, 5> kWords = {"debug", "info", "warn", "error",
                                                             "off"};
};
