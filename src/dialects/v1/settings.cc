#include "dialects/v1/settings.h"

#include <utility>

#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;

using View = json::View<ShownSetting>;
constexpr View::Member kMembers[] = {
    View::Object<"setting">(),
    View::Of<&ShownSetting::name>("name", "For example server.http."),
    View::Of<&ShownSetting::meaning>("meaning", "Markdown."),
    View::Of<&ShownSetting::values>("values",
                                    "Of a list any number, otherwise one. A secret has none."),
    View::Of<&ShownSetting::is_secret>("secret",
                                       "It is never shown; is_set says whether there is one."),
    View::Of<&ShownSetting::is_set>("is_set", "It is not the default."),
    View::Of<&ShownSetting::reloads>(
        "reloads",
        "SIGHUP can replace it. The value is that of the start of the node that answers.")};
constexpr json::Schema kSetting = json::kSchemaOf<kMembers, "Setting">;
constexpr json::Schema kList = json::ObjectOf(door::kListMembers<kSetting>, "SettingList");
constinit const door::Contract kListSettings = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "All settings of the node that answers.", kList>};

Result<door::Reply> ListSettings(const SettingUses& uses, const Call& call) {
  BW_TRY(verify::CheckInstallation(call.caller().principal(), uses.find_default));
  door::ListWriter list;
  for (const ShownSetting& one : uses.read()) json::WriteView<kMembers>(list.items(), one);
  return list.Finish({});
}

}  // namespace

std::vector<door::Route> SettingRoutes(SettingUses uses, const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/settings", TokenOrKey(), door::RunOn::kReading,
           [uses = std::move(uses)](Call& call) { return ListSettings(uses, call); },
           "v1.list_settings", "Read the settings of the server, without secrets", &kListSettings,
           &dialect}};
}

}  // namespace bearward::dialects::v1
