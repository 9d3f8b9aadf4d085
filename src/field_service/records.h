// Records: searching the records of a form, and the reports about them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "field_service/report.h"
#include "model/caller.h"
#include "objects/search.h"
#include "store/store.h"

namespace bearward::field_service {

// Answer is one answer of a record that a search asks for.
struct Answer {
  std::string field;
  std::string value;
};

// RecordCriteria select records of a form; what is not set selects all. Times are inclusive.
struct RecordCriteria {
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> original;
  std::optional<std::int64_t> job;
  std::optional<std::int64_t> mobile_user;
  std::optional<std::int64_t> user_group;  // of the mobile user
  std::optional<base::Time> created_from;
  std::optional<base::Time> created_to;
  std::optional<base::Time> uploaded_from;
  std::optional<base::Time> uploaded_to;
  std::vector<Answer> answers;  // all of them
  bool only_my_pending_approvals = false;
  std::vector<objects::OrderBy> orders;
  objects::Paging paging;
};

// PendingOfForm is the number of records of a form that wait for an approval by the caller.
struct PendingOfForm {
  std::int64_t form = 0;
  std::string name;
  std::int64_t pending = 0;
};

// Records is safe from any thread. Its callers are users (else kDenied "not_a_user"). A form or
// record that the caller does not see is kNotFound "object_not_found". A record belongs to the
// organization of its form: one of another organization is not a record of the form.
class Records {
 public:
  explicit Records(store::Store& store) : store_(store) {}

  // Search returns a page of the records of a form. Errors of objects::SortAndPage.
  base::Result<std::vector<objects::Row>> Search(const model::Caller& caller, std::int64_t form,
                                                 const RecordCriteria& criteria);
  // ListPending returns the forms of which records wait for an approval by the caller.
  base::Result<std::vector<PendingOfForm>> ListPending(const model::Caller& caller);
  // ListReports returns the reports of a form.
  base::Result<std::vector<objects::Row>> ListReports(const model::Caller& caller,
                                                      std::int64_t form);
  // ReadReport returns the contents of a report about one record. Without a report it has the name
  // of the form. kInvalid "invalid_field" for a report that is not one of the form.
  base::Result<Report> ReadReport(const model::Caller& caller, std::int64_t form,
                                  std::int64_t record, std::optional<std::int64_t> report);

 private:
  store::Store& store_;
};

// IsAnswer says whether a field of a record is an answer and not a column of the system.
bool IsAnswer(std::string_view field);

}  // namespace bearward::field_service
