// Jobs: creating, changing, allocating and searching the jobs of an organization.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "model/caller.h"
#include "objects/search.h"
#include "store/store.h"

namespace bearward::field_service {

// kMostFiles limits the files of a job, kMostHistory the entries of its history: the oldest are
// dropped.
inline constexpr std::size_t kMostFiles = 20;
inline constexpr std::size_t kMostHistory = 200;

// Attachment describes a file that was sent with a job. Its bytes are not stored.
struct Attachment {
  std::string name;
  std::string type;
  std::int64_t size = 0;
};

// JobCriteria select jobs; what is not set selects all. Empty lists select none.
struct JobCriteria {
  std::optional<std::int64_t> job;
  std::optional<std::string> description;  // a part of it, regardless of case
  std::optional<base::Time> start_from;    // of the estimated start, inclusive
  std::optional<base::Time> start_to;
  std::optional<std::int64_t> job_type;
  std::optional<std::vector<std::int64_t>> statuses;
  std::optional<std::int64_t> form;
  std::optional<std::int64_t> catalogue;
  std::optional<std::string> catalogue_item;  // a value of the data of the job
  std::optional<std::vector<std::int64_t>> allocated_to;
  std::optional<std::int64_t> priority;
  std::vector<objects::OrderBy> orders;
  objects::Paging paging;
};

// Jobs is safe from any thread. Its callers are users (else kDenied "not_a_user"). A job belongs to
// the organization of its job type, which must be that of the caller. A job that the caller does
// not see is kNotFound "object_not_found"; a job type, mobile user or user group that it may not
// use is kInvalid "invalid_field" with the name of the field, whether it exists or not.
class Jobs {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Jobs(Parts parts) : parts_(parts) {}

  // Create stores a job with the values that objects::ReadInput returned, and returns its number.
  // kInvalid "invalid_data" if the data does not fit the schema of the job type, "both_allocated"
  // for a mobile user together with a user group, "too_many_files".
  base::Result<std::int64_t> Create(const model::Caller& caller, const json::Object& values,
                                    const std::vector<Attachment>& files);
  // Update changes the given values of an open job, and returns its number. Errors as for Create;
  // kInvalid "job_closed" for a closed job.
  base::Result<std::int64_t> Update(const model::Caller& caller, std::int64_t job,
                                    const json::Object& values);
  // ReadSchema returns the schema of the data of jobs of a type.
  base::Result<json::Value> ReadSchema(const model::Caller& caller, std::int64_t job_type);
  // Search returns a page of the jobs that the caller sees. Errors of objects::SortAndPage.
  base::Result<std::vector<objects::Row>> Search(const model::Caller& caller,
                                                 const JobCriteria& criteria);
  // Allocate assigns an open job to a mobile user or to a user group, 0 for none. Both 0 removes
  // the allocation. An unknown mobile user or user group is kNotFound "object_not_found".
  base::Status Allocate(const model::Caller& caller, std::int64_t job, std::int64_t mobile_user,
                        std::int64_t user_group);

 private:
  Parts parts_;
};

}  // namespace bearward::field_service
