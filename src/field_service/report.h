// Report: a report about one record, and its documents.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"

namespace bearward::field_service {

// ReportLine is one named value.
struct ReportLine {
  std::string name;
  std::string value;
};

// Report is a title and a table of values. The texts are UTF-8 of any length.
struct Report {
  std::string title;
  std::vector<ReportLine> lines;
};

// ReportFormat is the format of a document: Rich Text Format, which word processors open as DOC;
// SpreadsheetML 2003, which spreadsheets open as XLS; PDF 1.4.
enum class ReportFormat : std::uint8_t { kDoc, kXls, kPdf };

// DocumentOf returns the bytes of the document.
std::string DocumentOf(const Report& report, ReportFormat format);

}  // namespace bearward::field_service

template <>
struct bearward::base::WordsOf<bearward::field_service::ReportFormat> {
  static constexpr std::array<std::string_view, 3> kWords = {"DOC", "XLS", "PDF"};
};
