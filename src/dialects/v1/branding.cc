#include "dialects/v1/branding.h"

#include <memory>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "resource/object_json.h"
#include "resource/schema.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Outcome;

// Contracts own the schemas that they refer to.
struct Contracts {
  const resource::RecordSchemas schemas{model::kBranding};
  const door::Success read_answer[1] = {{200, "The branding.", &schemas.object()}};
  const door::Success change_answer[1] = {{200, "The new branding.", &schemas.object()}};
  const door::Contract read{.successes = read_answer, .errors = door::kStatuses<404>};
  const door::Contract change{.body = &schemas.body(resource::Purpose::kUpdate),
                              .successes = change_answer};
};

Outcome Encode(const model::Branding& row) {
  return door::JsonReply(200, resource::ObjectText(model::kBranding, &row));
}

Result<Outcome> Read(const environments::Brandings& brandings, Call& call) {
  BW_TRY_ASSIGN(const model::Branding row, brandings.Get(call.caller()));
  return Encode(row);
}

Result<Outcome> Change(const environments::Brandings& brandings, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const model::Branding row,
                brandings.Change(call.caller(), [&](model::Branding& branding) {
                  return resource::ReadObject(body.object(), model::kBranding,
                                              resource::Purpose::kUpdate, &branding);
                }));
  return Encode(row);
}

}  // namespace

std::vector<door::Route> BrandingRoutes(const environments::Brandings& brandings,
                                        const door::Dialect& dialect) {
  const auto contracts = std::make_shared<const Contracts>();
  door::Route read;
  read.method = http::Method::kGet;
  read.pattern = "/v1/branding";
  read.guard = TokenOrKey();
  read.run = [&brandings](Call& call) { return Read(brandings, call); };
  read.operation = "v1.read_branding";
  read.summary = "Read how the sign-in pages and emails of the environment look";
  read.contract = &contracts->read;
  read.dialect = &dialect;
  read.contract_owner = contracts;
  door::Route change = read;
  change.method = http::Method::kPatch;
  change.run = [&brandings](Call& call) { return Change(brandings, call); };
  change.operation = "v1.change_branding";
  change.summary = "Change how the sign-in pages and emails of the environment look";
  change.contract = &contracts->change;
  return {std::move(read), std::move(change)};
}

}  // namespace bearward::dialects::v1
