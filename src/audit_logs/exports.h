// Exports: selections of the events of an organization, as files of comma-separated values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "model/audit_log.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// Exports adds the file to the verbs. An export is ready at once: its file is made when it is
// downloaded. Safe from any thread. Only a caller that acts for the environment uses the verbs; a
// range that is empty or longer than 92 days is kInvalid "invalid_date_range".
class Exports : public resource::VerbsOf<model::AuditLogExport> {
 public:
  static constexpr std::chrono::minutes kLinkLifetime{10};
  // kMostEvents limits the events in the range of an export.
  static constexpr std::int64_t kMostEvents = 50'000;

  // The ring must outlive the exports. With a permission, members that have it use the verbs for
  // their organization too.
  Exports(const resource::Parts& parts, const crypto::KeyRing& ring,
          std::string_view permission = {});

  // CreateForMember is Create in the organization of the caller, and kConflict "no_audit_events" if
  // the export would have no event.
  base::Result<model::AuditLogExport> CreateForMember(const model::Caller& caller,
                                                      model::AuditLogExport row) const;
  // MakePath returns the path of the file below the address of the API, with which anyone may
  // download it for kLinkLifetime.
  base::Result<std::string> MakePath(const model::AuditLogExport& row) const;
  // Download returns the file. kUnauthenticated "invalid_token" for a token of another export or
  // one that has expired; kNotFound "audit_log_export_not_found"; kConflict "export_too_large".
  base::Result<std::string> Download(std::string_view id, std::string_view token) const;

 private:
  resource::Parts parts_;
  const crypto::KeyRing& ring_;
};

}  // namespace bearward::audit_logs
