#include "testing/http_receiver.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>

#include "base/ascii.h"

namespace bearward::testing {
namespace {

// Reader reads from one connection.
class Reader {
 public:
  explicit Reader(int socket) : socket_(socket) {}

  std::optional<std::string> Line() {
    for (std::size_t end = bytes_.find("\r\n"); true; end = bytes_.find("\r\n")) {
      if (end == std::string::npos) {
        if (!More()) return std::nullopt;
        continue;
      }
      std::string line = bytes_.substr(0, end);
      bytes_.erase(0, end + 2);
      return line;
    }
  }
  std::optional<std::string> Bytes(std::size_t count) {
    while (bytes_.size() < count) {
      if (!More()) return std::nullopt;
    }
    std::string taken = bytes_.substr(0, count);
    bytes_.erase(0, count);
    return taken;
  }

 private:
  bool More() {
    std::array<char, 4096> buffer{};
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) bytes_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  int socket_;
  std::string bytes_;
};

std::optional<HttpReceiver::Received> ReadRequest(Reader& reader) {
  auto first = reader.Line();
  if (!first) return std::nullopt;
  HttpReceiver::Received request{.line = *std::move(first), .headers = {}, .body = {}};
  while (const auto line = reader.Line()) {
    if (line->empty()) {
      auto body = reader.Bytes(std::strtoul(request.Header("Content-Length").c_str(), nullptr, 10));
      if (!body) return std::nullopt;
      request.body = *std::move(body);
      return request;
    }
    const std::size_t colon = line->find(':');
    request.headers.emplace_back(line->substr(0, colon),
                                 base::Trim(std::string_view(*line).substr(colon + 1)));
  }
  return std::nullopt;
}

}  // namespace

std::string HttpReceiver::Received::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (base::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

HttpReceiver::HttpReceiver(Respond respond) : respond_(std::move(respond)) {
  thread_ = std::thread([this] { Run(); });
}

HttpReceiver::~HttpReceiver() {
  listener_.Shutdown();
  thread_.join();
  for (Connection& connection : connections_) {
    ::shutdown(connection.socket, SHUT_RDWR);
    connection.thread.join();
    ::close(connection.socket);
  }
}

std::string HttpReceiver::Answer(int status, std::string_view body, std::string_view headers) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

std::string HttpReceiver::Url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + std::string(path);
}

void HttpReceiver::AnswerNext(std::vector<std::string> answers) {
  const std::lock_guard lock(mutex_);
  answers_ = std::move(answers);
}

std::string HttpReceiver::NextAnswer() {
  const std::lock_guard lock(mutex_);
  if (answers_.empty()) return Answer(200);
  std::string next = answers_.front();
  answers_.erase(answers_.begin());
  return next;
}

std::size_t HttpReceiver::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

std::vector<HttpReceiver::Received> HttpReceiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<HttpReceiver::Received> HttpReceiver::Await(std::size_t count) const {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_.size() >= count; });
  return requests_;
}

void HttpReceiver::Run() {
  while (true) {
    const int socket = listener_.Accept();
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    Connection& connection = connections_.emplace_back(Connection{.socket = socket});
    connection.thread = std::thread([this, socket] { Serve(socket); });
  }
}

void HttpReceiver::Serve(int socket) {
  Reader reader(socket);
  while (const auto request = ReadRequest(reader)) {
    const std::string answer = respond_ ? respond_(*request) : NextAnswer();
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(*request);
    }
    arrived_.notify_all();
    if (!answer.empty())
      static_cast<void>(::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL));
  }
  ::shutdown(socket, SHUT_RDWR);
}

}  // namespace bearward::testing
