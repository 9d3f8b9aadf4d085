// IntrospectionRequest: parses the questions of /v1/verify from JSON.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "json/reader.h"
#include "verify/introspector.h"

namespace bearward::dialects::v1 {

// kMostQuestions is the maximum number of questions in one batch.
inline constexpr std::size_t kMostQuestions = 100;

// ReadIntrospectionRequest reads {"token", "need"?, "organization"?, "audience"?, "scheme"?}; null
// counts as absent. kInvalid with the field's name: "missing_field", "wrong_type",
// "unknown_scheme", and "unknown_field" for any other member. Ignoring a misspelt `need` would
// answer "allowed" without checking it.
base::Result<verify::IntrospectionRequest> ReadIntrospectionRequest(const json::Value& question);

// ReadInquiries reads {"questions": [...]}: a result for each question, in order. kInvalid as above
// when the list itself is invalid, "too_many_questions" beyond kMostQuestions.
base::Result<std::vector<base::Result<verify::IntrospectionRequest>>> ReadInquiries(
    const json::Value& body);

}  // namespace bearward::dialects::v1
