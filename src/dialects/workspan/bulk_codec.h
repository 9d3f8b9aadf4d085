// The request and response formats of bulk loads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "door/reply.h"
#include "json/reader.h"
#include "json/writer.h"
#include "partner_data/loads.h"

namespace bearward::dialects::workspan {

// RequiredQuery returns a query parameter that is not empty: kInvalid "missing_field".
base::Result<std::string> RequiredQuery(const door::Call& call, const char* name);
// FlagQuery reads true or false in any case, as some clients write them.
base::Result<bool> FlagQuery(const door::Call& call, const char* name, bool otherwise);

// LoadInput is a source with the storage of its text: the views refer to the request.
struct LoadInput {
  std::string integration;
  partner_data::LoadSource source;
};
// DecodeLoad reads a load: the query, and a body that is CSV, JSON, XLSX or multipart/form-data
// with the part `file`. `format_name` is the parameter that names the format.
base::Result<LoadInput> DecodeLoad(const door::Call& call, const char* format_name);

// DecodeFile returns the bytes of an uploaded file: the part `file` of a multipart/form-data body,
// or else the body. They refer to the request.
base::Result<std::string_view> DecodeFile(const door::Call& call);

// DecodeRows reads the rows of such a body, without the parameters of a load.
base::Result<std::vector<json::Object>> DecodeRows(const door::Call& call);

// RowsOf returns the objects of a JSON array: kInvalid "wrong_type" with `field`.
base::Result<std::vector<json::Object>> RowsOf(const json::Value* value, const char* field);

// WriteIntegration appends the id of an integration under both names that the vendor uses.
void WriteIntegration(json::Writer& writer, std::string_view id);

// EncodeLoadStart also writes `data_format` if `with_format` is set.
door::Reply EncodeLoadStart(const partner_data::LoadStart& start, bool with_format);
// EncodeLoad writes the faults if `include` is set. Some members have a second name, which the
// vendor's connector reads.
door::Reply EncodeLoad(const partner_data::LoadResult& result, bool include);
door::Reply EncodeUploadUrl(std::string_view base_url, const partner_data::UploadUrl& url);
door::Reply EncodeAccounts(const partner_data::LoadResult& result);

}  // namespace bearward::dialects::workspan
