// PolicyRecord: the description of policies (model/fields.h).
#pragma once

#include "model/forms.h"
#include "model/policy.h"

namespace bearward::model {

inline constexpr Check kPolicyName{&IsPolicyName, "1 to 64 of the characters a-z, 0-9 and -"};
inline constexpr Check kMethod{&IsMethod, "a method, written in capitals like GET"};
inline constexpr Check kPathPrefix{
    &IsPathPrefix,
    "a path that begins with / and can be read in one way only: without //, dot segments, \\, ;, "
    "?, # and escapes of these"};

// kPolicyFields and kPolicy are the description. A provisioning file names the organization instead
// of its id.
inline constexpr Field kPolicyFields[] = {
    F<&Policy::credentials>("credentials", kEditable | kProvision),
    F<&Policy::permissions>("permissions", kEditable | kProvision, &kPermission),
    F<&Policy::organization>("organization_id", kEditable),
    F<&Policy::audience>("audience", kEditable | kProvision, &kResource),
    F<&Policy::methods>("methods", kEditable | kProvision, &kMethod),
    F<&Policy::path_prefixes>("path_prefixes", kEditable | kProvision, &kPathPrefix),
    F<&Policy::identity>("identity", kEditable | kProvision),
    F<&Policy::identity_jwt>("identity_jwt", kEditable | kProvision),
    F<&Policy::hide_credential>("hide_credential", kEditable | kProvision),
    F<&Policy::path_forms>("path_forms", kEditable | kProvision),
    F<&Policy::cors_preflight>("cors_preflight", kEditable | kProvision),
};
inline constexpr RecordOf<Policy> kPolicy({
    .object = "policy",
    .id_prefix = "",
    .table = "policies",
    .key = "name",
    .key_check = &kPolicyName,
    .fields = kPolicyFields,
    .invalid = "invalid_policy",
});

}  // namespace bearward::model
