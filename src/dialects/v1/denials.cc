#include "dialects/v1/denials.h"

#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "events/events.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;

using model::Actor;
using verify::Denial;
using View = json::View<Denial>;
constexpr View::Member kMembers[] = {
    View::Object<"denial">(),
    View::Of<&Denial::actor, &Actor::origin, &model::Origin::request_id>("request_id"),
    View::Of<&Denial::at>("at"),
    View::Of<&Denial::operation>("operation",
                                 "The operation that was requested, by its name in /openapi.json."),
    View::Of<&Denial::step>(
        "step", "What refused the request: its credential, the rights of its caller, or a limit."),
    View::Of<&Denial::reason>("code"),
    View::Of<&Denial::explanation>("explanation"),
    View::Of<&Denial::needs>("needs",
                             "The permissions that the operation requires of every caller."),
    View::Of<&Denial::missing>("missing", "Those that the caller lacks."),
    View::Of<&Denial::actor, &Actor::kind>("actor_kind"),
    View::Of<&Denial::actor, &Actor::id>("actor_id", "Empty if no credential was accepted."),
    View::Of<&Denial::actor, &Actor::credential_id>("credential_id"),
    View::Of<&Denial::organization>("organization_id"),
    View::Of<&Denial::actor, &Actor::origin, &model::Origin::address>("address")};
constexpr json::Schema kDenial = json::kSchemaOf<kMembers, "Denial">;
constinit const door::Contract kReadDenial = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The denial.", kDenial>,
    .errors = door::kStatuses<404>};

Result<door::Reply> ReadDenial(const events::Denials& denials, const Call& call) {
  BW_TRY_ASSIGN(const Denial denial, denials.Explain(call.caller(), call.Param("request_id")));
  return door::JsonReply(200, json::ViewText<kMembers>(denial));
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
