// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Beast's non-template code, compiled once for the whole program.
#include <boost/beast/src.hpp>
