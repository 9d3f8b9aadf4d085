// Policies: the requirements of gateways, as rows that administrators write.
#pragma once

#include "model/policy_record.h"
#include "resource/verbs.h"

namespace bearward::policies {

// Policies are the verbs of policies. A policy guards an API for every organization of its
// environment, so every verb needs a key of that environment, whatever permissions a role of an
// organization grants (incident class I2). Gateways apply a change from the next request on, and
// refuse every request that uses the name of a deleted policy. A new or changed policy is also
// refused, kInvalid "invalid_policy", by model::CheckPolicy and for an organization that does not
// exist.
class Policies : public resource::VerbsOf<model::Policy> {
 public:
  explicit Policies(const resource::Parts& parts);
};

}  // namespace bearward::policies
