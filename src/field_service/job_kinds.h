// JobKinds: the jobs of a field service and what they refer to, described once each as in kinds.h.
#pragma once

#include <cstdint>

#include "field_service/kinds.h"
#include "objects/kind.h"

namespace bearward::field_service {

// kLongestData limits the data of a job and the schema of a job type, in bytes.
inline constexpr std::int64_t kLongestData = std::int64_t{256} * 1024;
// kLongestDescription limits descriptions, in bytes.
inline constexpr std::int64_t kLongestDescription = 4096;
// kLongestDuration limits the duration of a job, in minutes: a year.
inline constexpr std::int64_t kLongestDuration = std::int64_t{366} * 24 * 60;

inline constexpr Member kUserGroupMembers[] = {
    {"UserGroupId", Shape::kInteger, kListed, Source::kNumber},
    {"Name", Shape::kText, kListed, Source::kName},
    {"DefaultGroup", Shape::kFlag, kListed},
    {"MenuId", Shape::kText, kListed},
    {"Created", Shape::kText, kListed, Source::kCreated},
    {"CreatedBy", Shape::kText, kListed, Source::kCreatedBy},
    {"Modified", Shape::kText, kListed, Source::kUpdated},
    {"ModifiedBy", Shape::kText, kListed, Source::kUpdatedBy},
};
inline constexpr objects::Kind kUserGroup = {"user_group", kUserGroupMembers};

// kMobileUserMembers: the password is checked and not stored (docs/design/0013-field-service.md).
inline constexpr Member kMobileUserMembers[] = {
    {"MobileUserId", Shape::kInteger, kListed, Source::kNumber},
    {"Firstname", Shape::kText, kListed | kEdited},
    {"Surname", Shape::kText, kListed | kEdited},
    {"JobTitle", Shape::kText, kListed | kEdited},
    {"UserGroupId", Shape::kInteger, kListed | kEdited},
    {"Username", Shape::kText, kListed | kEdited | kRequired},
    {"UserActive", Shape::kFlag, kListed | kEdited, Source::kField, "isActiveUser"},
    {"Created", Shape::kText, kListed, Source::kCreated},
    {"CreatedBy", Shape::kText, kListed, Source::kCreatedBy},
    {"Modified", Shape::kText, kListed, Source::kUpdated},
    {"ModifiedBy", Shape::kText, kListed, Source::kUpdatedBy},
    {"Password", Shape::kText, kEdited},
    {"Email", Shape::kText, kEdited},
    {"Mobile", Shape::kText, kEdited},
    {"AddressLine1", Shape::kText, kEdited},
    {"AddressLine2", Shape::kText, kEdited},
    {"AddressLine3", Shape::kText, kEdited},
    {"Town", Shape::kText, kEdited},
    {"County", Shape::kText, kEdited},
    {"PostCode", Shape::kText, kEdited},
    {"IsBackgroundUploadEnabled", Shape::kFlag, kEdited},
    {"DiallingCode", Shape::kText, kEdited, Source::kField, {}, 8},
    {"Superuser", Shape::kFlag, kEdited},
    {"BackgroundUploadInterval", Shape::kInteger, kEdited, Source::kField, {}, 1440},
    {"AccountSecurityId", Shape::kInteger, kEdited, Source::kField, {}, 3},
};
inline constexpr objects::Kind kMobileUser = {"mobile_user", kMobileUserMembers};

inline constexpr Member kJobTypeMembers[] = {
    {"JobTypeId", Shape::kInteger, kShown, Source::kNumber},
    {"UserFormId", Shape::kInteger, kShown},
    {"Duration", Shape::kInteger, kShown},
    {"CatalogueId", Shape::kInteger, kShown},
    {"Name", Shape::kText, kShown, Source::kName},
    {"Description", Shape::kText, kShown},
    {"Live", Shape::kFlag, kShown},
    {"AllowCustomerSelection", Shape::kFlag, kShown},
    {"EnableLocation", Shape::kFlag, kShown},
    {"OnRouteStatus", Shape::kFlag, kShown},
    {"OnRouteCancel", Shape::kFlag, kShown},
    {"Created", Shape::kText, kShown, Source::kCreated},
    {"CreatedBy", Shape::kText, kShown, Source::kCreatedBy},
    {"Updated", Shape::kText, kShown, Source::kUpdated},
    {"UpdatedBy", Shape::kText, kShown, Source::kUpdatedBy},
    {"SummaryFields", Shape::kItems, kDetailed},
    {"SummarySequence", Shape::kItems, kDetailed},
};
inline constexpr objects::Kind kJobType = {"job_type", kJobTypeMembers};

inline constexpr Member kJobMembers[] = {
    {"JobId", Shape::kInteger, kShown, Source::kNumber},
    {"Duration", Shape::kInteger, kShown | kEdited, Source::kField, {}, kLongestDuration},
    {"JobStatusId", Shape::kInteger, kShown},
    {"JobTypeId", Shape::kInteger, kShown | kCreate | kRequired},
    {"CatalogueId", Shape::kInteger, kShown},
    {"LastAllocatedMobileUserId", Shape::kInteger, kShown},
    {"AllocatedUserGroupId", Shape::kInteger, kShown | kEdited},
    {"AllocatedMobileUserId", Shape::kInteger, kShown | kEdited},
    {"Priority", Shape::kInteger, kShown | kEdited},
    {"LocationId", Shape::kInteger, kShown},
    {"Description",
     Shape::kText,
     kShown | kEdited | kLines,
     Source::kField,
     {},
     kLongestDescription},
    {"EstimatedJobStartDate", Shape::kTime, kShown | kEdited, Source::kField, "EstimatedStart"},
    {"ActualJobStartDateTime", Shape::kTime, kShown},
    {"Location", Shape::kText, kShown | kEdited | kLines, Source::kField, "Location.Address"},
    {"Created", Shape::kText, kShown, Source::kCreated},
    {"CreatedBy", Shape::kText, kShown, Source::kCreatedBy},
    {"Updated", Shape::kText, kShown, Source::kUpdated},
    {"UpdatedBy", Shape::kText, kShown, Source::kUpdatedBy},
    {"JobData", Shape::kMembers, kShown},
    {"JobHistory", Shape::kItems, kDetailed},
    {"Data", Shape::kText, kEdited | kLines, Source::kField, {}, kLongestData},
    {"Longitude", Shape::kDecimal, kEdited, Source::kField, "Location.Longitude", 180},
    {"Latitude", Shape::kDecimal, kEdited, Source::kField, "Location.Latitude", 90},
};
inline constexpr objects::Kind kJob = {"job", kJobMembers};

}  // namespace bearward::field_service
