// KeyOwner: the member `owner` of an API key, in answers and in events.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/view.h"
#include "model/organization_api_key.h"

namespace bearward::dialects::workos {

// KeyOwner reads the owner of a key: the user, or else the organization itself.
struct KeyOwner {
  using Key = model::OrganizationApiKey;
  static std::string_view Type(const Key& key) { return key.user ? "user" : "organization"; }
  static const std::string& Id(const Key& key) {
    return key.user ? key.user->text : key.organization.text;
  }
  static std::optional<std::string_view> Organization(const Key& key) {
    return key.user ? std::optional<std::string_view>(key.organization.text) : std::nullopt;
  }
};

using KeyOwnerView = json::View<model::OrganizationApiKey>;
inline constexpr KeyOwnerView::Member kKeyOwnerMembers[] = {
    KeyOwnerView::OneOf<&KeyOwner::Type, "organization", "user">("type"),
    KeyOwnerView::Of<&KeyOwner::Id>("id"),
    KeyOwnerView::Omitted<&KeyOwner::Organization>("organization_id")};
inline constexpr KeyOwnerView::Member kKeyOwner[] = {KeyOwnerView::Part<kKeyOwnerMembers>("owner")};

}  // namespace bearward::dialects::workos
