#include "app/command_socket.h"

#include <fcntl.h>
#include <sys/un.h>
#include <unistd.h>

#include <utility>

namespace bearward::app {
namespace {

constexpr std::string_view kName = "/command.sock";

http::ServerOptions OptionsFor(door::Door& door) {
  http::ServerOptions options;
  options.handler = [&door](http::Exchange exchange) { door.Serve(std::move(exchange)); };
  options.on_own_answer = [&door](const http::OwnAnswer& answer) { door.NoteOwnAnswer(answer); };
  return options;
}

}  // namespace

SocketPath::SocketPath(const std::string& folder) : text_(folder + std::string(kName)) {
  if (text_.size() < sizeof(sockaddr_un{}.sun_path)) return;
  folder_ = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder_ >= 0) text_ = "/proc/self/fd/" + std::to_string(folder_) + std::string(kName);
}

SocketPath::~SocketPath() {
  if (folder_ >= 0) ::close(folder_);
}

CommandSocket::CommandSocket(const std::string& folder, door::Door& door, const base::Clock& clock)
    : path_(folder), server_(OptionsFor(door), clock) {}

CommandSocket::~CommandSocket() {
  server_.Hurry();
  server_.Join();
  ::unlink(path_.text().c_str());
}

std::unique_ptr<CommandSocket> CommandSocket::Open(const std::string& folder, door::Door& door,
                                                   const base::Clock& clock, observe::Logger& log) {
  std::unique_ptr<CommandSocket> made(new CommandSocket(folder, door, clock));
  http::ListenerOptions options;
  options.path = made->path_.text();
  const auto opened = [&]() -> base::Status {
    BW_TRY(made->server_.Listen(options));
    return made->server_.Start();
  }();
  if (!opened) log.Warn("no socket for commands", {{"reason", opened.error().public_text}});
  return made;
}

}  // namespace bearward::app
