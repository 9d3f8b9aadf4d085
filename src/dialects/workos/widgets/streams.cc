// The operation about the log stream of the organization.
#include <array>
#include <string>
#include <string_view>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

// The states have the names of the REST API with a capital.
Value StateOf(ObjectMaker& make, model::LogStreamState state) {
  std::string word(base::Word(state));
  word.front() = static_cast<char>(word.front() - 'a' + 'A');
  return make.Text(word);
}

// An organization has one audit trail, which has the id of the organization.
Result<Value> Stream(Invocation& call) {
  const model::OrganizationId& organization = *call.caller->organization;
  BW_TRY_ASSIGN(const auto stream, call.uses.streams.OfOrganization(call.caller, organization));
  if (!stream) return Value();
  return call.make.Of(
      {{"auditLogTrailId", call.make.Text(organization.text)},
       {"errorMessage", call.make.TextOrNull(stream->last_error)},
       {"id", call.make.Text(stream->id)},
       {"lastSyncedEventId", call.make.TextOrNull(stream->last_event_id)},
       {"state", StateOf(call.make, stream->state)},
       {"type", call.make.Text(log_streams::WorkOsTypeOf(stream->type).value_or(""))}});
}

base::Status Read(const Uses& uses, const model::Caller& caller) {
  return uses.streams.CheckReadOwn(caller);
}

constexpr auto kOperations = std::to_array<Operation>({{"auditLogStream", &Stream, &Read}});

}  // namespace

std::span<const Operation> StreamOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
