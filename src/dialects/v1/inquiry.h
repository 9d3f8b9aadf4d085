// Inquiry: the questions of /v1/verify, out of their JSON.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/reader.h"
#include "verify/asking.h"

namespace bearward::dialects::v1 {

// kMostQuestions is how many one batch may hold.
inline constexpr std::size_t kMostQuestions = 100;

// kInquiryMembers are the members of one question.
inline constexpr std::array<std::string_view, 5> kInquiryMembers = {"token", "need", "organization",
                                                                    "audience", "scheme"};

// ReadInquiry reads {"token", "need"?, "organization"?, "audience"?, "scheme"?}; null is as good as
// absent.
// kInvalid with the field's name: "missing_field", "wrong_type", "unknown_scheme", and
// "unknown_field" for any other member, since a need that is misspelt and passed over would be a
// yes.
base::Result<verify::Inquiry> ReadInquiry(const json::Value& question);

// ReadInquiries reads {"questions": [...]}, each by itself, in their order. kInvalid as above when
// the list itself cannot be read, "too_many_questions" beyond kMostQuestions.
base::Result<std::vector<base::Result<verify::Inquiry>>> ReadInquiries(const json::Value& body);

}  // namespace bearward::dialects::v1
