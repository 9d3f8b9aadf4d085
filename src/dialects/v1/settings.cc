#include "dialects/v1/settings.h"

#include <utility>

#include "dialects/v1/codec.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kFlag;
using json::kText;
using json::kTexts;

constexpr json::Property kMembers[] = {
    {"object", json::Word<"setting">()},
    {"name", kText, true, "For example server.http."},
    {"meaning", kText, true, "Markdown."},
    {"values", kTexts, true, "Of a list any number, otherwise one. A secret has none."},
    {"secret", kFlag, true, "It is never shown; is_set says whether there is one."},
    {"is_set", kFlag, true, "It is not the default."},
    {"reloads", kFlag, true,
     "SIGHUP can replace it. The value is that of the start of the node that answers."}};
constexpr json::Schema kSetting = json::ObjectOf(kMembers, "Setting");
constexpr json::Schema kList = json::ObjectOf(door::kListMembers<kSetting>, "SettingList");
constinit const door::Contract kListSettings = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "All settings of the node that answers.", kList>};

void Write(json::Writer& writer, const ShownSetting& setting) {
  writer.BeginObject().Key("object").String("setting").Key("name").String(setting.name);
  writer.Key("meaning").String(setting.meaning);
  WriteTexts(writer, "values", setting.values);
  writer.Key("secret").Bool(setting.is_secret).Key("is_set").Bool(setting.is_set);
  writer.Key("reloads").Bool(setting.reloads).EndObject();
}

Result<door::Reply> ListSettings(const SettingUses& uses, const Call& call) {
  BW_TRY(verify::CheckInstallation(call.caller().principal(), uses.find_default));
  door::ListWriter list;
  for (const ShownSetting& setting : uses.read()) Write(list.items(), setting);
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
