#include "testing/postgres_server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "testing/source_dir.h"

namespace bearward::testing {
namespace {

constexpr std::chrono::milliseconds kStartTime{60'000};

// ReadySocket receives what the server reports by sd_notify(3): READY=1 once it accepts
// connections.
class ReadySocket {
 public:
  explicit ReadySocket(std::string path)
      : path_(std::move(path)), fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    if (fd_ < 0) std::abort();  // this process has no descriptor left
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::chmod(path_.c_str(), 0666);  // the server runs as another user if the tests run as root
  }
  ~ReadySocket() { ::close(fd_); }
  ReadySocket(const ReadySocket&) = delete;
  ReadySocket& operator=(const ReadySocket&) = delete;

  const std::string& path() const { return path_; }
  // Await returns whether the server reported within kStartTime that it is ready.
  bool Await() const {
    pollfd readable{.fd = fd_, .events = POLLIN, .revents = 0};
    while (::poll(&readable, 1, static_cast<int>(kStartTime.count())) == 1) {
      std::array<char, 512> message{};
      const ssize_t size = ::recv(fd_, message.data(), message.size(), 0);
      if (size <= 0) return false;
      const std::string_view text(message.data(), static_cast<std::size_t>(size));
      if (text.contains("READY=1")) return true;
    }
    return false;
  }

 private:
  const std::string path_;
  const int fd_;
};

}  // namespace

PostgresServer::PostgresServer(std::uint16_t port) : port_(port) {
  const ReadySocket ready(folder_.File("ready"));
  std::string program = std::string(kSourceDir) + "/test/postgres/serve";
  std::string folder = folder_.path();
  std::string log = folder_.File("server.log");
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT, 0600);
  ::posix_spawn_file_actions_adddup2(&files, 1, 2);
  std::string addresses = port == 0 ? "listen_addresses=" : "listen_addresses=127.0.0.1";
  std::string number = "port=" + std::to_string(port == 0 ? 5432 : port);
  std::string option = "-c";
  char* arguments[] = {program.data(), folder.data(), option.data(), addresses.data(),
                       option.data(),  number.data(), nullptr};
  std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  std::string notify = "NOTIFY_SOCKET=" + ready.path();
  char* environment[] = {path.data(), notify.data(), nullptr};
  const int failed =
      ::posix_spawn(&process_, program.c_str(), &files, nullptr, arguments, environment);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed == 0 && ready.Await()) return;
  std::fprintf(stderr, "the PostgreSQL server for tests does not start; see %s\n", log.c_str());
  std::abort();
}

PostgresServer::~PostgresServer() {
  ::kill(process_, SIGQUIT);
  ::waitpid(process_, nullptr, 0);
}

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

store::PostgresOptions PostgresServer::Options() {
  const std::string place = port_ == 0 ? folder_.path() : "127.0.0.1 port=" + std::to_string(port_);
  return {.url = "host=" + place + " user=bearward dbname=postgres",
          .schema = "test_" + std::to_string(++schemas_)};
}

}  // namespace bearward::testing
