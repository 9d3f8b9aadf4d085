#include "field_service/report.h"

#include "field_service/code_points.h"
#include "field_service/pdf.h"

namespace bearward::field_service {
namespace {

// RichText escapes a text: code points beyond ASCII are signed 16-bit units, each with a
// replacement for readers without Unicode.
std::string RichText(std::string_view text) {
  std::string out;
  const auto unit = [&out](std::uint32_t value) {
    const auto number = static_cast<std::int16_t>(static_cast<std::uint16_t>(value));
    out += "\\u" + std::to_string(number) + "?";
  };
  while (!text.empty()) {
    const std::uint32_t point = TakeCodePoint(text);
    if (point == '\\' || point == '{' || point == '}') {
      out += '\\';
      out += static_cast<char>(point);
    } else if (point == '\n') {
      out += "\\line ";
    } else if (point >= 0x10000) {
      unit(0xD800 + ((point - 0x10000) >> 10));
      unit(0xDC00 + ((point - 0x10000) & 0x3FF));
    } else if (point >= 0x80) {
      unit(point);
    } else if (point >= 0x20) {
      out += static_cast<char>(point);
    }
  }
  return out;
}

std::string Doc(const Report& report) {
  std::string out = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Helvetica;}}\r\n{\\b\\fs32 " +
                    RichText(report.title) + "}\\par\r\n";
  for (const ReportLine& line : report.lines) {
    out += "{\\b " + RichText(line.name) + ": }" + RichText(line.value) + "\\par\r\n";
  }
  return out + "}";
}

// XmlText escapes a text and drops the characters that XML 1.0 does not allow.
std::string XmlText(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const std::uint32_t point = TakeCodePoint(text);
    if (point == '<') {
      out += "&lt;";
    } else if (point == '>') {
      out += "&gt;";
    } else if (point == '&') {
      out += "&amp;";
    } else if (point == '"') {
      out += "&quot;";
    } else if (point == '\n' || point == '\t' ||
               (point >= 0x20 && point != 0xFFFE && point != 0xFFFF)) {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

// Cell always states the type String, so that no spreadsheet reads a value as a formula.
std::string Cell(std::string_view text) {
  return "<Cell><Data ss:Type=\"String\">" + XmlText(text) + "</Data></Cell>";
}

std::string Xls(const Report& report) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
      "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
      "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n"
      "<Worksheet ss:Name=\"Report\"><Table>\n<Row>" +
      Cell(report.title) + "</Row>\n";
  for (const ReportLine& line : report.lines) {
    out += "<Row>" + Cell(line.name) + Cell(line.value) + "</Row>\n";
  }
  return out + "</Table></Worksheet></Workbook>\n";
}

}  // namespace

std::string DocumentOf(const Report& report, ReportFormat format) {
  switch (format) {
    case ReportFormat::kDoc:
      return Doc(report);
    case ReportFormat::kXls:
      return Xls(report);
    case ReportFormat::kPdf:
      break;
  }
  return PdfOf(report);
}

}  // namespace bearward::field_service
