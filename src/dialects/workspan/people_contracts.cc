// The contract of the check of attributes.
#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using json::kInteger;
using json::kText;
using json::kTexts;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;

constexpr Property kValuesMembers[] = {{"attribute", kText}, {"value", kTexts}};
constexpr Property kCheckMembers[] = {{"email", kText},
                                      Optional("namespace", OrNull(kInteger)),
                                      {"filter_value", Open(ObjectOf(kValuesMembers))}};
constexpr Schema kCheck = Open(ObjectOf(kCheckMembers, "WorkSpanAttributeCheck"));
constexpr Property kDataMembers[] = {{"data", ObjectOf(kValuesMembers)}};
constexpr Property kCheckedMembers[] = {
    {"email", kText}, {"namespace", kInteger}, {"filter_value", ObjectOf(kDataMembers)}};
constexpr Schema kChecked = ObjectOf(kCheckedMembers, "WorkSpanCheckedAttribute");

}  // namespace

constinit const door::Contract kCheckAttribute = {
    .body = &kCheck,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<201, "The values that the user has.", kChecked>,
    .errors = door::kStatuses<404>};

}  // namespace bearward::dialects::workspan
