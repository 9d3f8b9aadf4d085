// SessionView: a session of a user, in answers and in events (contracts: WorkOS 4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/view.h"
#include "model/session.h"

namespace bearward::dialects::workos {

// ShownSession is a session, and what only an event about it knows: that it ended, and when.
struct ShownSession : model::Session {
  base::Time updated_at;
  std::optional<base::Time> revoked_at = {};

  base::Time end() const { return refresh_expires_at.value_or(expires_at); }
  std::string_view status() const { return revoked_at ? "revoked" : "active"; }
  std::string_view method() const { return base::Word(auth_method); }
  std::optional<std::string_view> organization_id() const {
    return organization.empty() ? std::nullopt : std::optional<std::string_view>(organization.text);
  }
};

// ReasonOf is never null; the vendor's document allows that.
inline std::optional<std::string_view> ReasonOf(const model::Impersonator& impersonator) {
  return impersonator.reason;
}

using ImpersonatorView = json::View<model::Impersonator>;
inline constexpr ImpersonatorView::Member kImpersonatorMembers[] = {
    ImpersonatorView::Of<&model::Impersonator::name>("email"),
    ImpersonatorView::Of<&ReasonOf>("reason")};

// kSessionMembers describes a session in an answer, which lists active sessions only.
using SessionView = json::View<ShownSession>;
inline constexpr SessionView::Member kSessionMembers[] = {
    SessionView::Object<"session">(),
    SessionView::Of<&ShownSession::id>("id"),
    SessionView::Of<&ShownSession::subject_id>("user_id"),
    SessionView::Omitted<&ShownSession::organization_id>("organization_id"),
    SessionView::Of<&ShownSession::ip_address>("ip_address"),
    SessionView::Of<&ShownSession::user_agent>("user_agent"),
    SessionView::Of<&ShownSession::method>("auth_method"),
    SessionView::OneOf<&ShownSession::status, "active">("status"),
    SessionView::Of<&ShownSession::end>("expires_at"),
    SessionView::Of<&ShownSession::revoked_at>("ended_at"),
    SessionView::OmittedPart<kImpersonatorMembers, &ShownSession::impersonator>("impersonator"),
    SessionView::Of<&ShownSession::created_at>("created_at"),
    SessionView::Of<&ShownSession::updated_at>("updated_at")};

}  // namespace bearward::dialects::workos
