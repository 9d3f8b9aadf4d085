#include "app/command_client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "app/command_door.h"
#include "app/command_socket.h"
#include "app/data_folder.h"
#include "app/open_core.h"
#include "base/invalid.h"
#include "base/utf8.h"

namespace bearward::app {
namespace {

// The server answers within seconds, or 503.
constexpr timeval kTimeout{.tv_sec = 60, .tv_usec = 0};
constexpr std::size_t kPiece = 65536;

base::Error Unreachable(std::string text) {
  base::Error error = base::Unavailable("server_unreachable", text);
  error.public_text = std::move(text);
  return error;
}

base::Error Closed() {
  return Unreachable(
      "the server closed the connection: only the user of the server, and root, may "
      "use it");
}

class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  base::Status Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return base::Fail(Closed());
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
  }

  base::Result<std::string> ReceiveAll() const {
    std::string bytes;
    std::string piece(kPiece, '\0');
    for (;;) {
      const ssize_t got = ::recv(fd_, piece.data(), piece.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return base::Fail(Unreachable("the server does not answer"));
      if (got < 0) return base::Fail(Closed());
      if (got == 0) return bytes;
      bytes.append(piece, 0, static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_;
};

std::string RequestText(const CommandAsk& ask) {
  std::string text = std::string(ask.method) + " " + ask.target +
                     " HTTP/1.1\r\nHost: localhost\r\n" + "Connection: close\r\n";
  if (!ask.environment.empty()) {
    text += std::string(kEnvironmentHeader) + ": " + ask.environment + "\r\n";
  }
  if (!ask.body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(ask.body.size()) +
            "\r\n";
  }
  return text + "\r\n" + ask.body;
}

// Pending is a request to a door of this process.
struct Pending {
  const CommandAsk& ask;
  std::vector<http::Header> headers;
  http::Request request;
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<CommandAnswer> answer;

  explicit Pending(const CommandAsk& given) : ask(given) {
    if (!ask.environment.empty()) headers.push_back({kEnvironmentHeader, ask.environment});
    if (!ask.body.empty()) headers.push_back({"Content-Type", "application/json"});
    const std::string_view target = ask.target;
    const std::size_t mark = target.find('?');
    request.method = http::MethodFromText(ask.method);
    request.method_text = ask.method;
    request.target = target;
    request.path = target.substr(0, mark);
    request.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    request.headers = headers;
    request.body = ask.body;
    peer = "uid:" + std::to_string(::geteuid());
    request.peer = peer;
  }

  std::string peer;
};

// Connect returns the descriptor, or -1 with errno.
int Connect(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kTimeout, sizeof kTimeout);
  const auto* const to = reinterpret_cast<const sockaddr*>(&address);  // as connect(2) requires
  if (::connect(fd, to, sizeof address) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

}  // namespace

base::Result<CommandAnswer> ReadAnswer(std::string_view bytes) {
  constexpr std::string_view kVersionText = "HTTP/1.1 ";
  const std::size_t end = bytes.find("\r\n\r\n");
  CommandAnswer answer;
  if (bytes.starts_with(kVersionText) && end != std::string_view::npos) {
    const std::string_view digits = bytes.substr(kVersionText.size(), 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), answer.status);
    answer.body = bytes.substr(end + 4);
  }
  if (answer.status >= 200) return answer;
  return base::Fail(Closed());
}

base::Result<std::optional<CommandAnswer>> AskServer(const std::string& folder,
                                                     const CommandAsk& ask) {
  const SocketPath path(folder);
  const int fd = Connect(path.text());
  if (fd < 0 && (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR)) {
    return std::nullopt;
  }
  if (fd < 0) {
    return base::Fail(Unreachable(path.text() + ": " + std::generic_category().message(errno) +
                                  ". Only the user of the server, and root, may use it."));
  }
  const Connection connection(fd);
  BW_TRY(connection.Send(RequestText(ask)));
  BW_TRY_ASSIGN(const std::string bytes, connection.ReceiveAll());
  return ReadAnswer(bytes);
}

CommandAnswer AskDoor(door::Door& door, const CommandAsk& ask) {
  const auto pending = std::make_shared<Pending>(ask);
  door.Serve(
      http::Exchange(pending, pending->request,
                     // NOLINTNEXTLINE(performance-unnecessary-value-param): the type of Exchange
                     [](std::shared_ptr<void> owner, http::Response&& response) {
                       auto& asked = *static_cast<Pending*>(owner.get());
                       const std::lock_guard lock(asked.mutex);
                       asked.answer = {response.status, std::move(response.body)};
                       asked.answered.notify_all();
                     }));
  std::unique_lock lock(pending->mutex);
  pending->answered.wait(lock, [&] { return pending->answer.has_value(); });
  return *std::move(pending->answer);
}

CommandClient::~CommandClient() = default;

base::Status CommandClient::OpenData() {
  if (!starts_) BW_TRY(RequireData(config_, DataFolder::At(config_.data)));
  BW_TRY_ASSIGN(const DataFolder folder, DataFolder::Open(config_.data));
  BW_TRY_ASSIGN(core_, OpenCore(config_, folder, {clock_, entropy_, log_, log_}, warnings_));
  return core_->OpenCommandDoor();
}

base::Result<CommandAnswer> CommandClient::Ask(const CommandAsk& ask) {
  if (base::HasControlCharacter(ask.environment)) {
    return base::Fail(base::Invalid("usage", "--environment: a name has no control characters."));
  }
  if (core_ == nullptr) {
    BW_TRY_ASSIGN(auto answer, AskServer(config_.data, ask));
    if (answer) return *std::move(answer);
    BW_TRY(OpenData());
  }
  return AskDoor(core_->command_door(), ask);
}

}  // namespace bearward::app
