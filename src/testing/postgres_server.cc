#include "testing/postgres_server.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <fcntl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "testing/source_dir.h"

namespace bearward::testing {
namespace {

constexpr int kTries = 1200;
constexpr std::chrono::milliseconds kBetweenTries{25};

}  // namespace

PostgresServer::PostgresServer() {
  std::string program = std::string(kSourceDir) + "/test/postgres/serve";
  std::string folder = folder_.path();
  std::string log = folder_.File("server.log");
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT, 0600);
  ::posix_spawn_file_actions_adddup2(&files, 1, 2);
  char* arguments[] = {program.data(), folder.data(), nullptr};
  std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  char* environment[] = {path.data(), nullptr};
  const int failed =
      ::posix_spawn(&process_, program.c_str(), &files, nullptr, arguments, environment);
  ::posix_spawn_file_actions_destroy(&files);
  for (int i = 0; failed == 0 && i < kTries; ++i) {
    if (store::PostgresConnection::Connect(Options())) return;
    // The server is another process: asking again is the only way to learn that it is up.
    std::this_thread::sleep_for(kBetweenTries);
    if (::waitpid(process_, nullptr, WNOHANG) == process_) break;
  }
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
  return {.url = "host=" + folder_.path() + " user=bearward dbname=postgres",
          .schema = "test_" + std::to_string(++schemas_)};
}

}  // namespace bearward::testing
