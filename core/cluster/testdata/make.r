# Writes what R's dbscan says of points.tsv.
library(dbscan)
x <- as.matrix(read.table("points.tsv"))
found <- lapply(c(6, 10), function(m) hdbscan(x, minPts = m))
write.table(data.frame(codes6 = found[[1]]$cluster, codes10 = found[[2]]$cluster, scores10 = round(found[[2]]$membership_prob, 5)),
            "dbscan.tsv", sep = "\t", quote = FALSE, row.names = FALSE)
