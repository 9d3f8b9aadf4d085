// Kinds: the forms of a field service, their records and reports, described once each
// (objects/kind.h; contracts: WorkMobile section 2b). The names are the vendor's, as provisioning
// files use them.
#pragma once

#include "objects/kind.h"

namespace bearward::field_service {

using objects::kCreate;
using objects::kDetailed;
using objects::kEdited;
using objects::kLines;
using objects::kListed;
using objects::kRequired;
using objects::kShown;
using objects::kUpdate;
using objects::Member;
using objects::Shape;
using objects::Source;

inline constexpr Member kFormMembers[] = {
    {"UserFormId", Shape::kInteger, kListed, Source::kNumber},
    {"CustomerId", Shape::kInteger, kDetailed, Source::kTenant},
    {"FormId", Shape::kInteger, kDetailed, Source::kNumber},
    {"Name", Shape::kText, kShown, Source::kName},
    {"Description", Shape::kText, kListed},
    {"Live", Shape::kFlag, kListed},
    {"MobileVisible", Shape::kFlag, kListed},
    {"LocationAware", Shape::kFlag, kListed},
    {"AutoUpload", Shape::kFlag, kListed},
    {"SaveToDrafts", Shape::kFlagText, kListed},
    {"Subform", Shape::kFlagText, kListed},
    {"LastUpload", Shape::kTextOrNull, kListed},
    {"Created", Shape::kText, kListed, Source::kCreated},
    {"CreatedBy", Shape::kText, kListed, Source::kCreatedBy},
    {"Updated", Shape::kText, kListed, Source::kUpdated},
    {"UpdatedBy", Shape::kText, kListed, Source::kUpdatedBy},
    {"IsDataEditorEnabled", Shape::kFlag, kDetailed},
    {"IsShareDataEnabled", Shape::kFlag, kDetailed},
    {"CurrentRevision", Shape::kInteger, kDetailed},
    {"StaticFieldNames", Shape::kItems, kDetailed},
};
inline constexpr objects::Kind kForm = {"form", kFormMembers};

inline constexpr Member kFormReportMembers[] = {
    {"ReportId", Shape::kInteger, kListed, Source::kNumber},
    {"Name", Shape::kText, kListed, Source::kName},
};
inline constexpr objects::Kind kFormReport = {"form_report", kFormReportMembers};

// kRecordMembers are the columns of the system; each other field of a record is an answer.
inline constexpr Member kRecordMembers[] = {
    {"Id", Shape::kInteger, kListed, Source::kNumber},
    {"OriginalId", Shape::kInteger, kListed},
    {"FormId", Shape::kInteger, kListed},
    {"JobId", Shape::kInteger, kListed},
    {"MobileUserId", Shape::kInteger, kListed},
    {"Created", Shape::kText, kListed, Source::kCreated},
    {"CreatedBy", Shape::kText, kListed, Source::kCreatedBy},
    {"Uploaded", Shape::kTextOrNull, kListed},
    {"ApprovalStatus", Shape::kTextOrNull, kListed},
    {"ApproverLoginId", Shape::kInteger, kListed},
};
inline constexpr objects::Kind kRecord = {"form_record", kRecordMembers};

}  // namespace bearward::field_service
