#include "dialects/v1/denials.h"

#include <string>
#include <utility>

#include "base/time.h"
#include "dialects/v1/codec.h"
#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "events/events.h"
#include "json/optional.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kText;
using json::kTexts;

constexpr json::Property kMembers[] = {
    {"object", json::Word<"denial">()},
    {"request_id", kText},
    {"at", json::kTime},
    {"operation", kText, true, "The operation that was requested, by its name in /openapi.json."},
    {"step", json::Word<"credential", "permission", "limit">(), true,
     "What refused the request: its credential, the rights of its caller, or a limit."},
    {"code", kText},
    {"explanation", kText},
    {"needs", kTexts, true, "The permissions that the operation requires of every caller."},
    {"missing", kTexts, true, "Those that the caller lacks."},
    {"actor_kind", kText},
    {"actor_id", kText, true, "Empty if no credential was accepted."},
    {"credential_id", kText},
    {"organization_id", json::OrNull(kText)},
    {"address", kText}};
constexpr json::Schema kDenial = json::ObjectOf(kMembers, "Denial");
constinit const door::Contract kReadDenial = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The denial.", kDenial>,
    .errors = door::kStatuses<404>};

Result<door::Reply> ReadDenial(const events::Denials& denials, const Call& call) {
  BW_TRY_ASSIGN(const verify::Denial denial,
                denials.Explain(call.caller(), call.Param("request_id")));
  std::string text;
  json::Writer writer(text);
  const model::Actor& actor = denial.actor;
  writer.BeginObject().Key("object").String("denial");
  writer.Key("request_id").String(actor.origin.request_id);
  writer.Key("at").String(base::FormatIsoMillis(denial.at));
  writer.Key("operation").String(denial.operation);
  writer.Key("step").String(base::Word(denial.step)).Key("code").String(denial.reason);
  writer.Key("explanation").String(denial.explanation);
  WriteTexts(writer, "needs", denial.needs);
  WriteTexts(writer, "missing", denial.missing);
  writer.Key("actor_kind").String(actor.kind).Key("actor_id").String(actor.id);
  writer.Key("credential_id").String(actor.credential_id);
  json::WriteOptional(writer.Key("organization_id"), denial.organization);
  writer.Key("address").String(actor.origin.address).EndObject();
  return door::JsonReply(200, std::move(text));
}

}  // namespace

std::vector<door::Route> DenialRoutes(const events::Denials& denials,
                                      const door::Dialect& dialect) {
  door::Guard guard = TokenOrKey();
  guard.need = model::Need::All({events::kReadPermission});
  return {{http::Method::kGet, "/v1/denials/{request_id}", guard, door::RunOn::kWorker,
           [&denials](Call& call) { return ReadDenial(denials, call); }, "v1.read_denial",
           "Explain why a request was refused", &kReadDenial, &dialect}};
}

}  // namespace bearward::dialects::v1
