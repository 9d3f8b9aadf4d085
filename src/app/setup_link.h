// SetupLink: the file that contains the link to make the first administrator.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace bearward::app {

// SetupUrl returns the link with this token: at the origin of an https issuer, because the cookies
// of the pages are then sent over https only, else at `reachable`, the base URL for clients on this
// machine.
std::string SetupUrl(std::string_view issuer, std::string_view reachable,
                     const base::Secret& token);

// SetupLink is a file of the data folder, mode 0600. The link is a secret, so it is not written to
// the log, which others read and store; a terminal gets it as well, because only a person reads it.
class SetupLink {
 public:
  explicit SetupLink(const std::string& folder) : path_(folder + "/setup-link.txt") {}

  // Write replaces the file, and prints the link if standard output is a terminal.
  base::Status Write(const std::string& link) const;
  // Remove removes the file of an earlier start; a missing one is not an error.
  base::Status Remove() const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace bearward::app
