// AccessProfileRecord: the description of access profiles (model/fields.h).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/access.h"
#include "model/address_name.h"
#include "model/record.h"

namespace bearward::model {

// CellOf converts grants to texts such as "form:read" and back.
template <>
struct CellOf<std::vector<AccessGrant>> {
  static constexpr Kind kKind = Kind::kTexts;
  static constexpr bool kNullable = false;
  static Cell Get(const std::vector<AccessGrant>& grants) {
    std::vector<std::string> texts;
    for (const AccessGrant& grant : grants) {
      texts.push_back(grant.kind + ":" + std::string(base::Word(grant.operation)));
    }
    return texts;
  }
  static bool Set(std::vector<AccessGrant>& grants, Cell&& cell) {
    const auto* texts = std::get_if<std::vector<std::string>>(&cell);
    if (texts == nullptr) return false;
    std::vector<AccessGrant> parsed;
    for (const std::string& text : *texts) {
      auto grant = ParseGrant(text);
      if (!grant) return false;
      parsed.push_back(*std::move(grant));
    }
    grants = std::move(parsed);
    return true;
  }
};

inline constexpr Check kGrant{
    &IsGrant, "kind:operation, where the kind may be * and the operation is read, write or link"};

// kAccessProfileFields and kAccessProfile are the description of AccessProfile.
inline constexpr Field kAccessProfileFields[] = {
    F<&AccessProfile::grants>("allows", kEditable | kRequired | kProvision, &kGrant),
};
inline constexpr RecordOf<AccessProfile> kAccessProfile({
    .object = "access_profile",
    .id_prefix = "",
    .table = "access_profiles",
    .key = "name",
    .key_check = &kAddressName,
    .fields = kAccessProfileFields,
});
inline const Record& DescriptionOf(const AccessProfile& /*row*/) { return kAccessProfile; }

}  // namespace bearward::model
