// libxlsxwriter for Swift; it has no variadic calls.
#pragma once
#include <xlsxwriter.h>
