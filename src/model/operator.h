// Operator: who runs the commands of the command line: the user of the operating system that runs
// the server. It acts as a key of an environment with every permission would.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "model/caller.h"
#include "model/event.h"

namespace bearward::model {

// kOperatorCredential is the credential id of its callers.
inline constexpr std::string_view kOperatorCredential = "command_line";

// OperatorActor is the actor of its events. The address of `origin` is "uid:NUMBER", the user of
// the operating system.
inline Actor OperatorActor(Origin origin) {
  return {.kind = "system",
          .id = "operator",
          .credential_id = std::string(kOperatorCredential),
          .origin = std::move(origin)};
}

// IsByKey says whether the caller has an API key. The operator, who acts as one, has none.
inline bool IsByKey(const Caller& caller) {
  return caller->credential == CredentialKind::kApiKey &&
         caller.credential_id() != kOperatorCredential;
}

}  // namespace bearward::model
