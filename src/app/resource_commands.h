// ResourceCommands: runs the commands of the resources (commands/table.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/result.h"
#include "commands/command.h"
#include "commands/parse.h"

namespace bearward::app {

// ResourceCommands owns the commands and the routes that they refer to: those of a core in memory
// that serves no request.
class ResourceCommands {
 public:
  static base::Result<ResourceCommands> Make();
  ResourceCommands(ResourceCommands&&) noexcept;
  ~ResourceCommands();

  const std::vector<commands::Command>& all() const { return all_; }

 private:
  struct Owned;
  explicit ResourceCommands(std::unique_ptr<Owned> owned);
  std::unique_ptr<Owned> owned_;
  std::vector<commands::Command> all_;
};

// RunResourceCommand runs one of them with the words behind its name, and returns the exit code of
// the process. Data go to stdout, messages to stderr.
int RunResourceCommand(const commands::Command& command, const commands::Words& words,
                       const Config& config);

}  // namespace bearward::app
