// Pdf: a report as a PDF document. Internal to the module.
#pragma once

#include <string>

#include "field_service/report.h"

namespace bearward::field_service {

// PdfOf returns a document of PDF 1.4 (ISO 32000-1) with pages of A4 in a built-in font, without
// any script or link. The font has the characters of Latin-1; others are written as "?".
std::string PdfOf(const Report& report);

}  // namespace bearward::field_service
