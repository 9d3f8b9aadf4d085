// CommandDoor: the door through which the command line reaches the core: the same routes as the API
// has, of all dialects at their own paths, and dialects::v1::CommandRoutes. Every request
// is the operator's (door::Door::Parts::operators), so only a socket that checks its peers, or the
// process of a command itself, may use it.
#pragma once

#include <memory>
#include <string_view>

#include "app/config.h"
#include "app/dialects.h"
#include "base/clock.h"
#include "base/result.h"
#include "dialects/v1/environments.h"
#include "door/door.h"
#include "observe/log.h"
#include "observe/metrics.h"

namespace bearward::app {

// kEnvironmentHeader names the environment of a request, by its name or its id.
inline constexpr std::string_view kEnvironmentHeader = "Bearward-Environment";

// CommandDoor owns its dialects. Not movable, because the door refers to them.
class CommandDoor {
 public:
  // Parts must outlive the door.
  struct Parts {
    DialectUses dialects;
    dialects::v1::EnvironmentUses environments;
    observe::Logger& request_log;
    const base::Clock& clock;
  };
  // Make ignores the settings that mount the dialects for clients. Errors as for door::Door::Make.
  static base::Result<std::unique_ptr<CommandDoor>> Make(const Parts& parts, const Config& config);
  ~CommandDoor();
  CommandDoor(const CommandDoor&) = delete;
  CommandDoor& operator=(const CommandDoor&) = delete;

  door::Door& door() { return *door_; }

 private:
  CommandDoor(const Parts& parts, const Config& config);

  const Config config_;
  observe::Registry metrics_;  // of this door alone: /metrics counts the requests of clients
  Dialects dialects_;
  std::unique_ptr<door::Door> door_;
};

}  // namespace bearward::app
