// Objects: reading, linking and reporting on protected objects, each with its access rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "objects/row.h"
#include "store/objects.h"
#include "store/store.h"

namespace bearward::objects {

// kLongestExternalId and kLongestMessage bound the stored texts of an external system, in bytes.
inline constexpr std::size_t kLongestExternalId = 256;
inline constexpr std::size_t kLongestMessage = 4096;

// Objects is safe from any thread. What the caller may not see is kNotFound "object_not_found". The
// first two operations are for users (else kDenied "not_a_user"), the others for applications (else
// kDenied "not_an_application").
class Objects {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit Objects(Parts parts) : parts_(parts) {}

  // ListVisible returns the objects of a kind that the calling user sees: those of its organization
  // that require no role or one of the user's, and those shared with its organization or with the
  // user itself.
  base::Result<std::vector<Row>> ListVisible(const model::Caller& caller, std::string_view kind);
  // ReadVisible returns one of them by its number.
  base::Result<Row> ReadVisible(const model::Caller& caller, std::string_view kind,
                                std::int64_t number);

  // Link stores an external id in a field of the object (Operation::kLink; contracts: WorkSpan
  // 2.4). Without a field name the kind's default is used; kInvalid "field_name_required" if the
  // kind has none, "field_name_malformed" if it is not section.field, "missing_field" or
  // "external_id_too_long" for the external id.
  base::Result<model::ExternalId> Link(const model::Caller& caller, const model::ObjectId& object,
                                       std::string_view field_name, std::string_view external_id);
  // Links returns the external ids that the calling application may read (Operation::kRead):
  // without financial fields for plain participants, and without other organizations' company
  // fields.
  base::Result<std::vector<model::ExternalId>> Links(const model::Caller& caller,
                                                     const model::ObjectId& object);
  // ReportStatus stores the status of an integration and sets the field (kWrite; contracts:
  // WorkSpan 2.4). kInvalid "missing_field", "field_name_unsupported", "status_code_unknown", or
  // "..._too_long", with the names in `fields`.
  base::Status ReportStatus(const model::Caller& caller, const model::ObjectId& object,
                            const store::IntegrationStatus& status);

 private:
  Parts parts_;
};

}  // namespace bearward::objects
