#include "app/setup_link.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "app/write_file.h"

namespace bearward::app {

std::string SetupUrl(std::string_view issuer, std::string_view reachable,
                     const base::Secret& token) {
  constexpr std::string_view kHttps = "https://";
  if (issuer.starts_with(kHttps)) reachable = issuer.substr(0, issuer.find('/', kHttps.size()));
  return std::string(reachable) + "/setup?token=" + std::string(token.Reveal());
}

base::Status SetupLink::Write(const std::string& link) const {
  BW_TRY(Remove());
  BW_TRY(WriteNewFile(path_, link + "\n", S_IRUSR | S_IWUSR));
  if (::isatty(STDOUT_FILENO) == 0) return {};
  std::fputs(("Make the first administrator: " + link + "\n").c_str(), stdout);
  std::fflush(stdout);
  return {};
}

base::Status SetupLink::Remove() const {
  if (::unlink(path_.c_str()) == 0 || errno == ENOENT) return {};
  return base::Fail(
      base::Unavailable("setup_link_not_removed",
                        path_ + ": cannot be removed: " + std::generic_category().message(errno)));
}

}  // namespace bearward::app
