# The numbers of draws in tests/test_imputed.py, made again:  Rscript tests/goldens/imputed.R
# R 4.2 with mice 3.15.0, whose regression draws are used. Nothing here is needed to run the tests.
suppressPackageStartupMessages(library(mice))
mice.impute.near <- function(y, ry, x, wy = NULL, ...) {  # one of five nearest, and what lies between
  if (is.null(wy)) wy <- !ry
  x <- cbind(1, as.matrix(x)); p <- .norm.draw(y, ry, x); r <- y[ry]
  e <- x[ry, ] %*% p$coef; w <- x[wy, ] %*% p$beta
  sapply(w, function(one) {
    k <- sample(order(abs(e - one), runif(length(e)))[1:5], 1)
    min(28, max(0, r[k] + round(one - e[k])))
  })
}
i <- 1:60; before <- 12 + (i * 7) %% 17
inside <- pmax(0, (before * (3 + i %% 5)) %/% 10 + (i * 11) %% 7 - 3); inside[(i * before) %% 13 < 4] <- NA
worst <- pmax(0, (before * (5 + i %% 3)) %/% 10 + (i * 11) %% 5 - 2); worst[before >= 24] <- NA
for (after in list(inside, worst)) for (method in c("pmm", "norm", "near")) {
  found <- mice(data.frame(before, after), method, m = 4000, maxit = 1, seed = 1, printFlag = FALSE)
  drawn <- found$imp$after; known <- !is.na(after)
  rate <- (sum(2 * after[known] <= before[known]) + colSums(2 * drawn <= before[!known])) / 60
  change <- (sum(after[known]) + colSums(drawn) - sum(before)) / 60
  cat(method, sum(!known), mean(rate), sd(rate), mean(change), sd(change), "\n")
}
