# Another reader of the ADaM-like package:  Rscript tests/goldens/adam.R FOLDER
# FOLDER holds the CSV files of data.zip with ADaM's names. R 4.2, haven 2.5 for transport files.
# Stops where a convention is broken; prints the numbers of tests/test_de_identified.py.
folder <- commandArgs(TRUE)[1]
files <- list.files(folder, pattern = "[.]csv$", full.names = TRUE)
read <- function(path) read.csv(path, check.names = FALSE, na.strings = "", encoding = "UTF-8")
tables <- setNames(lapply(files, read), sub("[.]csv$", "", basename(files)))
for (name in names(tables)) {
  table <- tables[[name]]
  stopifnot(nrow(table) > 0, !anyDuplicated(names(table)), !anyDuplicated(table))
  cat(name, nrow(table), ncol(table), "\n")
}

a <- tables$outcomes
stopifnot(grepl("^[A-Z][A-Z0-9]{0,7}$", names(a)), grepl("^[A-Z][A-Z0-9]{0,7}$", a$PARAMCD))
stopifnot(!anyDuplicated(a[c("USUBJID", "PARAMCD", "AVISITN")]), length(unique(a$STUDYID)) == 1)
known <- !is.na(a$PCHG)
stopifnot(abs(a$PCHG - 100 * a$CHG / a$BASE)[known] < 1e-9, sign(a$PCHG) == sign(a$CHG) | !known)
stopifnot(abs(a$CHG - (a$AVAL - a$BASE))[!is.na(a$CHG)] < 1e-9)
for (day in c("ADY", "ASTDY", "AENDY")) stopifnot(a[[day]] != 0 | is.na(a[[day]]))
baseline <- a$ABLFL %in% "Y"
stopifnot(a$AVISITN[baseline] == 0, !is.na(a$AVAL[baseline]), a$AVAL[baseline] == a$BASE[baseline])
stopifnot(a$BASE[known] > 0, (a$ANL01FL %in% "Y") == (baseline | known))
stopifnot(a$USUBJID[known] %in% a$USUBJID[baseline])

transport <- tempfile(fileext = ".xpt")  # version 5: names of 8 letters, as SAS and the FDA read
haven::write_xpt(a, transport, version = 5, name = "ADHD")
again <- haven::read_xpt(transport)
stopifnot(identical(names(again), names(a)), nrow(again) == nrow(a))
stopifnot(all.equal(as.numeric(again$PCHG), a$PCHG))

options(digits = 10)
of <- function(k) {
  at <- a[a$AVISITN == k & known, ]
  c(k, nrow(at), mean(at$PCHG), median(at$CHG), sum(at$CRIT1FL %in% "Y"))
}
for (k in 1:4) cat("visit", format(of(k), digits = 10, trim = TRUE), "\n")
cat("baselines", sum(baseline), "analysed", sum(a$ANL01FL %in% "Y"), "\n")
