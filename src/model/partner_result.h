// PartnerResult: what a request of a partner's application left for later requests: a frozen view
// of a report, an uploaded file, or the result of a load, of usage or of an action.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"
#include "model/record.h"

namespace bearward::model {

// PartnerResultKind is the kind of request that left it.
enum class PartnerResultKind : std::uint8_t { kView, kFile, kLoad, kUsage, kAction };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::PartnerResultKind> {
  static constexpr std::array<std::string_view, 5> kWords = {"view", "file", "load", "usage",
                                                             "action"};
};

namespace bearward::model {

// PartnerResult belongs to one organization. `subject` is what it is about, for example the id of
// the report or of the integration. `data` is a JSON object, `content` the bytes of a file in
// base64, or rows as one JSON text a line. The row is deleted after expires_at.
struct PartnerResult : Entity {
  OrganizationId organization;
  PartnerResultKind kind = PartnerResultKind::kView;
  std::int64_t number = 0;  // the id in requests, where that is a number
  std::string subject;
  std::string data = "{}";
  std::string content;
  base::Time expires_at;
};

// kPartnerResultFields and kPartnerResult describe the table. The rows have no verbs of a resource.
inline constexpr Field kPartnerResultFields[] = {
    F<&PartnerResult::organization>(kOrganizationField, kStored | kConstant),
    F<&PartnerResult::kind>("kind", kStored | kConstant),
    F<&PartnerResult::number>("number", kStored | kConstant),
    F<&PartnerResult::subject>("subject", kStored | kConstant),
    F<&PartnerResult::data>("data", kStored),
    F<&PartnerResult::content>("content", kStored),
    F<&PartnerResult::expires_at>("expires_at", kStored),
};
inline constexpr RecordOf<PartnerResult> kPartnerResult({
    .object = "partner_result",
    .id_prefix = "result",
    .table = "partner_results",
    .organization = kOrganizationField,
    .fields = kPartnerResultFields,
});
inline const Record& DescriptionOf(const PartnerResult& /*row*/) { return kPartnerResult; }

}  // namespace bearward::model
