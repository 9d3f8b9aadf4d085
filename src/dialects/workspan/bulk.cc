#include "dialects/workspan/bulk.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "dialects/workspan/bulk_codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/row.h"

namespace bearward::dialects::workspan {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// kUsualErrors and kMostErrors are the number of errors in a status without max_errors, and the
// largest one.
constexpr std::int64_t kUsualErrors = 10;
constexpr std::int64_t kMostErrors = partner_data::kMostFaults;

Result<Reply> BulkLoad(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const LoadInput input, DecodeLoad(call, "data_format"));
  BW_TRY_ASSIGN(const auto start,
                NotFoundIsInvalid(uses.loads.Load(call.caller(), input.integration, input.source)));
  return EncodeLoadStart(start, true);
}

Result<Reply> BulkLoadOpportunity(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const LoadInput input, DecodeLoad(call, "content_type"));
  BW_TRY_ASSIGN(const auto start,
                NotFoundIsInvalid(uses.loads.Load(call.caller(), input.integration, input.source,
                                                  "opportunity")));
  return EncodeLoadStart(start, false);
}

Result<Reply> MakeUploadUrl(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string file_name, RequiredQuery(call, "file_name"));
  BW_TRY_ASSIGN(const auto url,
                uses.loads.MakeUploadUrl(call.caller(), call.Param("integration_id"), file_name));
  return EncodeUploadUrl(uses.base_url, url);
}

Result<Reply> Upload(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string_view bytes, DecodeFile(call));
  BW_TRY(uses.loads.Upload(call.Param("token"), bytes));
  return door::EmptyReply(200);
}

Result<Reply> ReadStatus(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string execution, RequiredQuery(call, "execution_id"));
  BW_TRY_ASSIGN(const bool include, FlagQuery(call, "include_errors", false));
  BW_TRY_ASSIGN(const auto text, call.Query("max_errors"));
  const bool is_set = text && !text->empty();
  const auto most = is_set ? door::ParseInteger(*text) : std::optional<std::int64_t>(kUsualErrors);
  if (!most || *most < 0 || *most > kMostErrors) {
    return base::Fail(
        base::Invalid("invalid_field", "max_errors must be from 0 to 1000.", {"max_errors"}));
  }
  const auto faults = static_cast<std::size_t>(include ? *most : 0);
  BW_TRY_ASSIGN(
      const auto result,
      uses.loads.ReadResult(call.caller(), call.Param("integration_id"), execution, faults));
  return EncodeLoad(result, include);
}

Result<Reply> UploadAccounts(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto rows, RowsOf(body.object().Find("data"), "data"));
  BW_TRY_ASSIGN(const auto result, uses.loads.LoadAccounts(call.caller(), rows));
  return EncodeAccounts(result);
}

using enum http::Method;
constexpr Row kRows[] = {
    {kPut, "/bulk/v1/upload/{token}", Upload, "workspan.upload_file", "Upload the file of a load",
     &kUpload},
    {kPost, "/bulk/v1/upload/{token}", Upload, "workspan.upload_file_post",
     "Upload the file of a load", &kUpload},
    {kPost, "/bulk/v1/bulkload", BulkLoad, "workspan.bulkload", "Load rows", &kBulkLoad},
    {kPost, "/bulkload", BulkLoad, "workspan.bulkload_test", "Load rows", &kBulkLoad},
    {kPost, "/bulk/v1/bulkload_opportunity", BulkLoadOpportunity, "workspan.bulkload_opportunity",
     "Load rows of opportunities", &kBulkLoadOpportunity},
    {kGet, "/bulk/v1/bulkload/{integration_id}/upload_url", MakeUploadUrl, "workspan.upload_url",
     "Make a URL for the upload of a file", &kUploadUrl},
    {kGet, "/bulk/v1/status/{integration_id}", ReadStatus, "workspan.load_status",
     "Read the result of a load", &kLoadStatus},
    {kPost, "/dataproduct/v1/upload_partner_account", UploadAccounts,
     "workspan.upload_partner_account", "Load accounts of partners", &kPartnerAccounts},
};

}  // namespace

std::vector<door::Route> BulkRoutes(const Uses& uses, const Dialects& dialects) {
  std::vector<door::Route> routes = RoutesOf(uses, dialects.resource, "", kRows);
  // The URL is the credential of an upload.
  for (door::Route& route : routes) {
    if (!route.pattern.contains("{token}")) continue;
    route.guard = door::OpenGuard();
    route.secret_path = true;
  }
  return routes;
}

bool IsUpload(const door::Route* route) { return route != nullptr && route->contract == &kUpload; }

}  // namespace bearward::dialects::workspan
