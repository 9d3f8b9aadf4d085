#include "app/egress_config.h"

#include "app/listeners.h"
#include "app/setting_checks.h"

namespace bearward::app {

base::Result<std::optional<egress::Nameserver>> ParseNameserver(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto parsed = ParseListener(text);
  const auto address = parsed ? http::IpAddress::Parse(parsed->address) : std::nullopt;
  if (!address || parsed->port == 0) {
    return base::Fail(NotAllowed(text,
                                 "the IP address and the port of a name server, such as "
                                 "192.0.2.53:53 or [2001:db8::53]:53"));
  }
  return egress::Nameserver{*address, parsed->port};
}

}  // namespace bearward::app
