// RowMembers: further members of a described resource that each row itself has. One table of them
// (json/view.h) serves Codec::output and Codec::write.
#pragma once

#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "json/view.h"
#include "model/caller.h"
#include "model/record.h"
#include "resource/object_json.h"

namespace bearward::door {

// RowMembers is a Codec::write; json::kPropertiesOf<kMembers> is the Codec::output for it.
template <const auto& kMembers>
base::Result<std::vector<std::string>> RowMembers(const model::Caller& /*caller*/,
                                                  std::span<const model::AnyRow> rows) {
  using Row = typename std::remove_cvref_t<decltype(kMembers[0])>::Row;
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    const Row& typed = *static_cast<const Row*>(row.get());
    texts.push_back(resource::MembersOf(json::ViewText<kMembers>(typed)));
  }
  return texts;
}

}  // namespace bearward::door
