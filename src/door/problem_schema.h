// ProblemSchema: the schema of the errors that Problem writes (problem.h).
#pragma once

#include "door/contract.h"
#include "json/schema.h"

namespace bearward::door {

// kFault is one invalid member of a request, as WriteFaults writes it.
inline constexpr json::Property kFaultMembers[] = {
    {"pointer", json::kText, true, "JSON pointer (RFC 6901) of a member of the request."}};
inline constexpr json::Schema kFault = json::ObjectOf(kFaultMembers);

inline constexpr json::Property kProblemMembers[] = {
    {"type", json::kText, true, "URI of the type of the problem; about:blank for most."},
    {"title", json::kText},
    {"status", json::kInteger},
    {"detail", json::kText, true, "Explanation for a person."},
    {"code", json::kText, true, "Reason for a program."},
    {"request_id", json::kText},
    json::Optional("violated-policies", json::kTexts, "The rate limits that are used up."),
    json::Optional("errors", json::ListOf(kFault)),
};
inline constexpr json::Schema kProblem = json::ObjectOf(kProblemMembers, "Problem");
// kProblemForms are the forms of the bodies of a dialect whose errors Problem writes.
inline constexpr Content kProblemForms[] = {{kProblemType, &kProblem}};

}  // namespace bearward::door
