#include "app/egress_settings.h"

#include <string>
#include <vector>

#include "http/address_ranges.h"

namespace bearward::app {

SettingRow EgressAllow() {
  using Values = std::vector<std::string>;
  return {"egress.allow", SettingKind::kList,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            BW_TRY(http::AddressRanges::Parse(values));
            config.egress.allow = values;
            return {};
          },
          [](const Config& config, const std::string&) { return config.egress.allow; },
          [](const Config& config) { return !config.egress.allow.empty(); }};
}

}  // namespace bearward::app
