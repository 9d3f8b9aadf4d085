// The request and response formats of reports, views and charts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "partner_data/reports.h"
#include "partner_data/views.h"

namespace bearward::dialects::workspan {

// DecodeId reads an id of a path: 0, which is the id of nothing, for one that is no integer.
std::int64_t DecodeId(const door::Call& call, std::string_view name);
// DecodePage reads `page`; both of its members are required if it is present.
base::Result<partner_data::ReportPage> DecodePage(const door::Body& body);
// FiltersOf returns `filters`, null if it is absent.
json::Value FiltersOf(const door::Body& body);
// DecodeChartIds reads chartIds; nullopt if it is absent.
base::Result<std::optional<std::vector<std::int64_t>>> DecodeChartIds(const door::Body& body);

// The encoders write the responses of the routes.
door::Reply EncodeReports(const partner_data::ReportList& list);
door::Reply EncodeRows(const partner_data::RowList& list);
door::Reply EncodeViewRows(const partner_data::ViewRows& rows);
door::Reply EncodeSchema(const partner_data::Report& report);
door::Reply EncodeMetadata(const partner_data::Report& report);
door::Reply EncodeCharts(const partner_data::ChartList& list);
door::Reply EncodeChartMetadata(const partner_data::ChartList& list);
door::Reply EncodeView(const partner_data::View& view);

}  // namespace bearward::dialects::workspan
