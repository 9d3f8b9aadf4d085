// CommandClient: sends the requests of commands to the running server of a data folder, or to a
// door in this process if none runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/wire.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "door/door.h"
#include "observe/log.h"

namespace bearward::app {

// CommandAnswer is a response.
struct CommandAnswer {
  int status = 0;
  std::string body = {};
};

// CommandAsk is a request. `environment` is empty for the default one.
struct CommandAsk {
  std::string_view method;
  std::string target;
  std::string environment = {};
  std::string body = {};
};

// AskServer sends a request to the server of a data folder; nullopt if none runs there.
// kUnavailable "server_unreachable" if this user may not use its socket, or the server does not
// answer.
base::Result<std::optional<CommandAnswer>> AskServer(const std::string& folder,
                                                     const CommandAsk& ask);

// ReadAnswer parses a whole HTTP/1.1 response; kUnavailable "server_unreachable" for a malformed
// one.
base::Result<CommandAnswer> ReadAnswer(std::string_view bytes);

// AskDoor sends a request to a door of this process and waits for the response.
CommandAnswer AskDoor(door::Door& door, const CommandAsk& ask);

// CommandClient asks the server for each request, and opens the data itself if none answers, which
// takes time, so it keeps them open. With `starts` it makes the data if there are none. One thread
// uses it.
class CommandClient {
 public:
  CommandClient(const Config& config, bool starts) : config_(config), starts_(starts) {}
  ~CommandClient();

  // Ask fails as AskServer, RequireData and OpenCore do.
  base::Result<CommandAnswer> Ask(const CommandAsk& ask);
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  base::Status OpenData();

  const Config& config_;
  const bool starts_;
  std::vector<std::string> warnings_;
  base::SystemClock clock_;
  base::SystemEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  std::unique_ptr<Core> core_;
};

}  // namespace bearward::app
