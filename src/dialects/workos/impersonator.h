// Impersonator: who acts as the user of a session, as WorkOS' objects show it (contracts: WorkOS
// 4.2).
#pragma once

#include "json/schema.h"
#include "json/writer.h"
#include "model/session.h"

namespace bearward::dialects::workos {

inline constexpr json::Property kImpersonatorMembers[] = {{"email", json::kText},
                                                          {"reason", json::OrNull(json::kText)}};
// kImpersonator is a member of a session that only a masquerade has.
inline constexpr json::Property kImpersonator =
    json::Optional("impersonator", json::ObjectOf(kImpersonatorMembers));

// WriteImpersonator writes this member, if the session has it.
inline void WriteImpersonator(json::Writer& writer, const model::Session& session) {
  if (!session.impersonator) return;
  writer.Key("impersonator").BeginObject().Key("email").String(session.impersonator->name);
  writer.Key("reason").String(session.impersonator->reason).EndObject();
}

}  // namespace bearward::dialects::workos
