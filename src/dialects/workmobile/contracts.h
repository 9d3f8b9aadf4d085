// Contracts: the bodies, parameters and responses of WorkMobile's routes.
#pragma once

#include <span>
#include <string_view>

#include "door/contract.h"

namespace bearward::dialects::workmobile {

// kErrors are the forms of error bodies: one text, as JSON or plain.
extern const std::span<const door::Content> kErrors;

// kBinaryType is the media type of documents.
inline constexpr std::string_view kBinaryType = "application/octet-stream";
// kFieldBodies are the encodings of jobs: documented is multipart/form-data only.
inline constexpr door::Encodings kFieldBodies =
    door::kMultipartBody | door::kFormBody | door::kJsonBody;

// kOrderBy and the schemas after it describe the bodies of searches.
extern const json::Schema kOrderBy;
extern const json::Schema kPagination;
extern const json::Schema kAnswerFilter;
extern const json::Schema kJobSearchBody;
extern const json::Schema kRecordSearchBody;

// kInstance and the contracts after it belong to the routes of the same name.
extern const door::Contract kInstance;
extern const door::Contract kAuthenticate;
extern const door::Contract kAccount;
extern const door::Contract kForms;
extern const door::Contract kForm;
extern const door::Contract kFormReports;
extern const door::Contract kRecordReport;
extern const door::Contract kSearchRecords;
extern const door::Contract kInboxTotals;
extern const door::Contract kUserGroups;
extern const door::Contract kMobileUsers;
extern const door::Contract kCreateMobileUser;
extern const door::Contract kUpdateMobileUser;
extern const door::Contract kJobTypes;
extern const door::Contract kJobType;
extern const door::Contract kJobSchema;
extern const door::Contract kCreateJob;
extern const door::Contract kUpdateJob;
extern const door::Contract kJob;
extern const door::Contract kSearchJobs;
extern const door::Contract kJobStatusList;
extern const door::Contract kAllocateJob;
extern const door::Contract kAddNotification;
extern const door::Contract kDeleteNotification;

}  // namespace bearward::dialects::workmobile
